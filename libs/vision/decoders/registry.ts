import type { ContractName, ModelContract } from '@sightline/contracts';
import type { Decoder, OnnxDescription } from './decoder.js';
import { ultralyticsDetect } from './ultralytics-detect.decoder.js';
import { ultralyticsEndToEnd } from './ultralytics-end-to-end.decoder.js';

/** One entry a contract; the first that recognises a file has it. */
const decoders: Readonly<Record<ContractName, Decoder>> = {
  'ultralytics-detect': ultralyticsDetect,
  'ultralytics-end-to-end': ultralyticsEndToEnd,
};

export const decoderOf = (contract: ContractName): Decoder => decoders[contract];

/** The file keeps no contract that Sightline knows. */
export class UnknownContractError extends Error {
  constructor(
    /** What the nearest contract lacks; empty when nothing is near. */
    readonly missing: readonly string[],
    description: OnnxDescription,
  ) {
    super(
      missing.length > 0
        ? `The model lacks ${missing.join('; and ')}.`
        : `The model's tensors fit no known contract (${Object.keys(decoders).join(', ')}): it takes ${listed(description.inputs)} and gives ${listed(description.outputs)}${task(description)}.`,
    );
    this.name = 'UnknownContractError';
  }
}

/** Finds out how a model is to be fed and read. @throws UnknownContractError */
export function recogniseContract(description: OnnxDescription): ModelContract {
  const missing: string[] = [];
  for (const decoder of Object.values(decoders)) {
    const answer = decoder.recognise(description);
    if (answer === null) continue;
    if ('contract' in answer) return answer;
    missing.push(...answer.missing);
  }
  throw new UnknownContractError([...new Set(missing)], description);
}

const listed = (tensors: OnnxDescription['inputs']): string =>
  tensors.map(({ name, type, shape }) => `${name} ${type}[${shape.join(', ')}]`).join(', ') || 'nothing';
const task = ({ metadata }: OnnxDescription): string => (metadata.task ? `; its task is "${metadata.task}"` : '');
