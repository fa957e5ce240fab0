import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Principal, Role } from '@sightline/contracts';

export const rolesKey = 'sightline:roles';
export const publicKey = 'sightline:public';

/**
 * Who may call: the least role, and others that are let in by name.
 * `camera` stands outside the order (viewer < operator < engineer < admin): it may only call what names it.
 */
export const Roles = (least: Exclude<Role, 'camera'>, ...also: Role[]) => SetMetadata(rolesKey, { least, also });

/** Needs no key. */
export const Public = () => SetMetadata(publicKey, true);

/** The caller whom the guard let in. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<{ principal: Principal }>().principal,
);
