import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { formatExact } from '../format/times';
import { camerasQuery } from '../live/live.queries';
import { useKeys } from '../shell/keys';
import { texts } from '../texts';
import { VerdictShape } from '../verdict/verdict-shape';
import { spans, verdicts, type InspectionsSearch } from './filter';
import styles from './filter-bar.module.css';
import { labelsQuery } from './inspections.queries';

/** What is chosen stays on offer, even when nothing else knows of it any more. */
const withChosen = (offered: readonly string[], chosen: string | undefined) =>
  chosen && !offered.includes(chosen) ? [chosen, ...offered] : [...offered];

/** The filter; the address bar holds it, so that it can be shared. */
export function FilterBar({ search }: { search: InspectionsSearch }) {
  const navigate = useNavigate({ from: '/inspections' });
  const change = (words: { [Word in keyof InspectionsSearch]?: string | null | undefined }) =>
    void navigate({
      search: (before) => Object.fromEntries(Object.entries({ ...before, ...words }).filter(([, value]) => value)) as InspectionsSearch,
      replace: true,
    });
  const cameras = useQuery(camerasQuery).data ?? [];
  const labels = useQuery(labelsQuery).data ?? [];
  const lines = [...new Set(cameras.map(({ line }) => line))].toSorted();
  const partInput = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState(search.part ?? '');
  useEffect(() => setPart(search.part ?? ''), [search.part]);
  useKeys({ '/': () => partInput.current?.focus() });
  const range = search.from || search.to;
  const select = (word: 'line' | 'camera' | 'label', offered: readonly string[]) => (
    <Select
      aria-label={texts.filter.names[word]}
      placeholder={texts.filter.any[word]}
      data={withChosen(offered, search[word])}
      value={search[word] ?? null}
      onChange={(value) => change({ [word]: value })}
      clearable
      searchable={offered.length > 8}
      clearButtonProps={{ 'aria-label': texts.filter.anyAgain(texts.filter.names[word]) }}
      size="sm"
    />
  );
  return (
    <div className={styles.bar} role="search">
      <div className={styles.verdicts} role="group" aria-label={texts.filter.names.verdict}>
        {verdicts.map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={styles.verdict}
            aria-pressed={search.verdict === verdict}
            onClick={() => change({ verdict: search.verdict === verdict ? null : verdict })}
          >
            <VerdictShape outcome={verdict} size={16} />
            {texts.verdicts[verdict].word}
          </button>
        ))}
      </div>
      <form
        className={styles.part}
        onSubmit={(event) => {
          event.preventDefault();
          change({ part: part.trim() });
        }}
      >
        <TextInput
          ref={partInput}
          aria-label={texts.filter.names.part}
          placeholder={texts.filter.partHint}
          size="sm"
          leftSection={<IconSearch size={18} />}
          value={part}
          onChange={(event) => setPart(event.currentTarget.value)}
          onBlur={() => change({ part: part.trim() })}
        />
      </form>
      {select('line', lines)}
      {select(
        'camera',
        cameras.filter(({ line }) => !search.line || line === search.line).map(({ id }) => id),
      )}
      {select('label', labels)}
      {range ? (
        <Button variant="default" h={44} onClick={() => change({ from: null, to: null })} title={texts.filter.removeRange}>
          {texts.filter.range(search.from ? formatExact(search.from) : null, search.to ? formatExact(search.to) : null)} ×
        </Button>
      ) : (
        <Select
          aria-label={texts.filter.names.span}
          placeholder={texts.filter.any.span}
          data={Object.keys(spans).map((value) => ({ value, label: texts.filter.spans[value as keyof typeof spans] }))}
          value={search.span ?? null}
          onChange={(span) => change({ span })}
          clearable
          clearButtonProps={{ 'aria-label': texts.filter.anyAgain(texts.filter.names.span) }}
          size="sm"
        />
      )}
    </div>
  );
}
