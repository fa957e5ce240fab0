import { CopyButton } from '@mantine/core';
import type { Inspection } from '@sightline/contracts';
import type { ReactNode } from 'react';
import { formatExact } from '../format/times';
import { texts } from '../texts';
import styles from './inspection.module.css';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Copied({ text, shown }: { text: string; shown: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <button type="button" className={styles.copy} onClick={copy} title={text} aria-label={texts.actions.copyThis(shown)}>
          <code>{shown}</code> {copied ? texts.actions.copied : texts.actions.copy}
        </button>
      )}
    </CopyButton>
  );
}

/** Where the part was seen, and what judged it. */
export function Facts({ inspection }: { inspection: Inspection }) {
  const { camera, line, station, site, recipe, model, capturedAt, judgedAt, id, frames } = inspection;
  const names = texts.inspection.facts;
  return (
    <section className={styles.card}>
      <dl className={styles.facts}>
        <Fact name={names.recipe}>{`${recipe.name} v${recipe.version}`}</Fact>
        <Fact name={names.model}>
          {model ? (
            <>
              {`${model.name} v${model.version} `}
              <Copied text={model.sha256} shown={model.sha256.slice(0, 8)} />
            </>
          ) : (
            texts.inspection.noModel
          )}
        </Fact>
        <Fact name={names.camera}>{camera}</Fact>
        <Fact name={names.place}>{`${site} / ${line} / ${station}`}</Fact>
        <Fact name={names.captured}>{formatExact(capturedAt)}</Fact>
        <Fact name={names.judged}>{judgedAt ? formatExact(judgedAt) : '–'}</Fact>
        {frames[0] ? <Fact name={names.frame}>{texts.inspection.frame(frames[0].width, frames[0].height)}</Fact> : null}
        <Fact name={names.id}>
          <Copied text={id} shown={id.slice(0, 8)} />
        </Fact>
      </dl>
    </section>
  );
}
