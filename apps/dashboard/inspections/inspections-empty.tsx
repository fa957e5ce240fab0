import { ButtonLink } from '../notices/button-link';
import { EmptyNotice } from '../notices/empty-notice';
import { texts } from '../texts';
import { activeFilters, type InspectionsSearch } from './filter';

type Word = keyof typeof texts.filter.names;

/** Says what would fill the list: a frame, or a wider filter. */
export function InspectionsEmpty({ filtered, search }: { filtered: boolean; search: InspectionsSearch }) {
  if (!filtered) {
    return (
      <EmptyNotice
        title={texts.inspections.empty.title}
        actions={
          <ButtonLink to="/upload" size="md">
            {texts.live.empty.upload}
          </ButtonLink>
        }
      >
        <p>{texts.inspections.empty.detail}</p>
      </EmptyNotice>
    );
  }
  const words = Object.keys(activeFilters(search)) as Word[];
  return (
    <EmptyNotice
      title={texts.inspections.nothingFits.title}
      actions={
        <>
          {words.length > 1
            ? words.map((word) => (
                <ButtonLink key={word} variant="default" size="md" to="/inspections" search={{ ...search, [word]: undefined }}>
                  {texts.inspections.nothingFits.without(texts.filter.names[word])}
                </ButtonLink>
              ))
            : null}
          <ButtonLink size="md" to="/inspections" search={search.view ? { view: search.view } : {}}>
            {texts.filter.clear}
          </ButtonLink>
        </>
      }
    >
      <p>{texts.inspections.nothingFits.detail}</p>
    </EmptyNotice>
  );
}
