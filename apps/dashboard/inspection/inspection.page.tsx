import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { isProblem } from '../api/problem';
import { EmptyNotice } from '../notices/empty-notice';
import { ProblemNotice } from '../notices/problem-notice';
import { useKeys } from '../shell/keys';
import { texts } from '../texts';
import { outcomeOf } from '../verdict/verdict-shape';
import { InspectionBody } from './inspection-body';
import { InspectionHead } from './inspection-head';
import { InspectionSkeleton } from './inspection-skeleton';
import styles from './inspection.module.css';
import { inspectionQuery } from './inspection.queries';
import { useNeighbours } from './use-neighbours';

const route = getRouteApi('/shell/inspections/$id');

/** One part in full. */
export function InspectionPage() {
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const { data: inspection, error, refetch } = useQuery(inspectionQuery(id, queries));
  const neighbours = useNeighbours(id, search);
  useDocumentTitle(
    texts.titles.inspection(inspection ? texts.verdicts[outcomeOf(inspection.verdict)].word : null, inspection?.part ?? null),
  );
  useKeys({ j: neighbours.openOlder, k: neighbours.openNewer, u: () => void navigate({ to: '/inspections', search }) });

  if (isProblem(error, 404) || isProblem(error, 400)) {
    return (
      <div className={styles.page}>
        <InspectionHead search={search} neighbours={neighbours} />
        <EmptyNotice title={texts.inspection.notFound.title}>
          <p>{texts.inspection.notFound.detail}</p>
        </EmptyNotice>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <InspectionHead search={search} neighbours={neighbours} />
      {error ? (
        <ProblemNotice
          error={error}
          kept={inspection ? texts.problems.keptShown : texts.problems.keptFrames}
          onRetry={() => void refetch()}
        />
      ) : null}
      {inspection ? <InspectionBody key={inspection.id} inspection={inspection} /> : error ? null : <InspectionSkeleton />}
    </div>
  );
}
