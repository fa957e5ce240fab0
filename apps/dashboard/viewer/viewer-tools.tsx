import { ActionIcon, Button, Slider, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconBrightnessUp, IconContrast, IconMinus, IconPlus, IconSquare, IconSquareOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { texts } from '../texts';
import styles from './frame-viewer.module.css';
import type { Viewing } from './use-view';

export interface Tone {
  /** Factors; 1 leaves the image as it is. */
  brightness: number;
  contrast: number;
}

interface ViewerToolsProps {
  viewing: Viewing;
  shown: boolean;
  onShown: (shown: boolean) => void;
  hasBoxes: boolean;
  tone: Tone;
  onTone: (tone: Tone) => void;
}

function Tool({
  name,
  keys,
  onClick,
  children,
  pressed,
  disabled = false,
}: {
  name: string;
  keys: string;
  onClick: () => void;
  children: ReactNode;
  pressed?: boolean;
  disabled?: boolean;
}) {
  return (
    <Tooltip label={`${name} (${keys})`}>
      <ActionIcon
        size={44}
        variant="subtle"
        color="gray"
        c="inherit"
        aria-label={name}
        aria-keyshortcuts={keys}
        aria-pressed={pressed}
        onClick={onClick}
        disabled={disabled}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

export function ViewerTools({ viewing, shown, onShown, hasBoxes, tone, onTone }: ViewerToolsProps) {
  const { zoom, zoomIn, zoomOut, fit, oneToOne } = viewing;
  const slider = (name: 'brightness' | 'contrast', Icon: typeof IconContrast) => (
    <label className={styles.slider}>
      <Icon size={20} aria-hidden="true" />
      <Slider
        size="sm"
        w={110}
        min={0.2}
        max={4}
        step={0.05}
        value={tone[name]}
        onChange={(value) => onTone({ ...tone, [name]: value })}
        label={(value) => `${Math.round(value * 100)} %`}
        thumbLabel={texts.viewer[name]}
        thumbSize={20}
      />
    </label>
  );
  const isToned = tone.brightness !== 1 || tone.contrast !== 1;
  return (
    <div className={styles.tools} role="toolbar" aria-label={texts.viewer.tools}>
      <Tool name={texts.viewer.zoomOut} keys="-" onClick={zoomOut}>
        <IconMinus size={20} />
      </Tool>
      <span className={styles.zoom}>{Math.round(zoom * 100)} %</span>
      <Tool name={texts.viewer.zoomIn} keys="+" onClick={zoomIn}>
        <IconPlus size={20} />
      </Tool>
      <Tool name={texts.viewer.fit} keys="0" onClick={fit}>
        <IconArrowsMaximize size={20} />
      </Tool>
      <Tool name={texts.viewer.oneToOne} keys="1" onClick={oneToOne}>
        <span className={styles.oneToOne}>1:1</span>
      </Tool>
      <Tool name={shown ? texts.viewer.hideBoxes : texts.viewer.showBoxes} keys="b" onClick={() => onShown(!shown)} disabled={!hasBoxes}>
        {shown ? <IconSquare size={20} /> : <IconSquareOff size={20} />}
      </Tool>
      <span className={styles.gap} />
      <div className={styles.tone}>
        {slider('brightness', IconBrightnessUp)}
        {slider('contrast', IconContrast)}
        <Button variant="subtle" color="gray" c="inherit" h={44} disabled={!isToned} onClick={() => onTone({ brightness: 1, contrast: 1 })}>
          {texts.viewer.reset}
        </Button>
      </div>
    </div>
  );
}
