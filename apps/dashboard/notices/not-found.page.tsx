import { texts } from '../texts';
import { ButtonLink } from './button-link';
import { EmptyNotice } from './empty-notice';

export function NotFoundPage() {
  return (
    <EmptyNotice
      title={texts.notFound.title}
      actions={
        <>
          <ButtonLink to="/" size="md">
            {texts.places.live}
          </ButtonLink>
          <ButtonLink to="/inspections" size="md" variant="default">
            {texts.places.inspections}
          </ButtonLink>
        </>
      }
    >
      <p>{texts.notFound.detail}</p>
    </EmptyNotice>
  );
}
