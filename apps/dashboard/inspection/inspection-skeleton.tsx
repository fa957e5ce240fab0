import { Skeleton } from '@mantine/core';
import styles from './inspection.module.css';

export function InspectionSkeleton() {
  return (
    <div className={styles.body} aria-hidden="true">
      <Skeleton h="100%" radius={10} />
      <div className={styles.side}>
        <Skeleton h={132} radius={10} />
        <Skeleton h={180} radius={10} />
        <Skeleton h={220} radius={10} />
      </div>
    </div>
  );
}
