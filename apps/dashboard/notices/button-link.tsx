import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

const Anchor = (props: ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>) => (
  <Button component="a" {...props} />
);

/** A link that looks like a button; its address is checked by the router's types. */
export const ButtonLink = createLink(Anchor);
