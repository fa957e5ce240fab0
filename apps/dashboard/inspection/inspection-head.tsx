import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconList } from '@tabler/icons-react';
import { isFiltered, type InspectionsSearch } from '../inspections/filter';
import { ButtonLink } from '../notices/button-link';
import { texts } from '../texts';
import styles from './inspection.module.css';
import type { useNeighbours } from './use-neighbours';

export function InspectionHead({ search, neighbours }: { search: InspectionsSearch; neighbours: ReturnType<typeof useNeighbours> }) {
  const { newer, older, openNewer, openOlder } = neighbours;
  return (
    <div className={styles.head}>
      <ButtonLink to="/inspections" search={search} variant="default" h={44} leftSection={<IconList size={18} />}>
        {texts.inspection.back}
      </ButtonLink>
      {isFiltered(search) ? <span className={styles.within}>{texts.inspection.within(Object.values(search).join(', '))}</span> : null}
      <span className={styles.space} />
      <Button
        variant="default"
        h={44}
        disabled={!newer}
        onClick={openNewer}
        leftSection={<IconChevronUp size={18} />}
        aria-keyshortcuts="k"
        title={texts.inspection.keyHint('k')}
      >
        {texts.inspection.newer}
      </Button>
      <Button
        variant="default"
        h={44}
        disabled={!older}
        onClick={openOlder}
        leftSection={<IconChevronDown size={18} />}
        aria-keyshortcuts="j"
        title={texts.inspection.keyHint('j')}
      >
        {texts.inspection.older}
      </Button>
    </div>
  );
}
