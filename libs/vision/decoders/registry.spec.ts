import type { ModelContract } from '@sightline/contracts';
import { Candidates } from '../candidates.js';
import type { OnnxDescription } from './decoder.js';
import { decoderOf, recogniseContract, UnknownContractError } from './registry.js';

const described = (
  over: { metadata?: Record<string, string>; output?: (number | string)[]; input?: (number | string)[]; type?: string } = {},
): OnnxDescription => ({
  metadata: {
    task: 'detect',
    names: "{0: 'open', 1: \"o'ring\"}",
    imgsz: '[640, 512]',
    end2end: 'False',
    args: "{'nms': False}",
    ...over.metadata,
  },
  inputs: [{ name: 'images', type: over.type ?? 'float32', shape: over.input ?? ['batch', 3, 640, 512] }],
  outputs: [{ name: 'output0', type: 'float32', shape: over.output ?? ['batch', 6, 8400] }],
});
const contract: ModelContract = {
  contract: 'ultralytics-detect',
  task: 'detect',
  labels: ['open', "o'ring"],
  input: { name: 'images', width: 512, height: 640, batch: null },
  outputs: ['output0'],
};

describe('recogniseContract', () => {
  it('knows the detect contract', () => expect(recogniseContract(described())).toEqual(contract));

  it('takes the size from the metadata when the axes are symbolic', () => {
    expect(recogniseContract(described({ input: ['batch', 3, 'height', 'width'], output: ['batch', 6, 'anchors'] }))).toEqual(contract);
  });

  it('goes by the metadata, not the shape, for heads that choose boxes', () => {
    const rows = { output: ['batch', 300, 6] };
    expect(recogniseContract(described({ ...rows, metadata: { end2end: 'True' } })).contract).toBe('ultralytics-end-to-end');
    expect(recogniseContract(described({ ...rows, metadata: { args: "{'nms': True}" } })).contract).toBe('ultralytics-end-to-end');
    expect(() => recogniseContract(described(rows))).toThrow(UnknownContractError);
  });

  it.each([
    ['names', { metadata: { names: '' } }, /"names"/],
    ['a name for each class', { metadata: { names: "{0: 'a'}" } }, /2 classes, and there are 1 names/],
    ['a size', { input: ['b', 3, 'h', 'w'], metadata: { imgsz: 'unknown' } }, /"imgsz"/],
    ['float32', { type: 'float16' }, /half=False/],
    ['one image a run', { input: [8, 3, 640, 640] }, /batch=1/],
  ])('says that a model lacks %s', (_, over, message) => expect(() => recogniseContract(described(over))).toThrow(message));

  it('names the tensors of a model it does not know at all', () => {
    expect(() => recogniseContract(described({ metadata: { task: 'segment' }, output: ['batch', 38, 8400] }))).toThrow(
      /output0 float32\[batch, 38, 8400\].*segment/,
    );
  });
});

describe('decoders', () => {
  const candidates = new Candidates();

  it('reads the detect contract: centre and size, one sigmoided score a class, several labels an anchor', () => {
    const rows = [
      [100, 101, 300], // cx
      [50, 50, 300], // cy
      [20, 20, 40], // w
      [10, 10, 60], // h
      [0.9, 0.8, 0.1], // open
      [0.05, 0.6, 0.3], // o'ring
    ];
    const output = { data: Float32Array.from(rows.flat()), dims: [1, 6, 3] };
    const found = decoderOf('ultralytics-detect').decode([output], contract, { minScore: 0.25, candidates });
    expect(found.map(({ label, score, box }) => [label, score.toFixed(2), ...box])).toEqual([
      [0, '0.90', 90, 45, 20, 10],
      [1, '0.60', 91, 45, 20, 10],
      [1, '0.30', 280, 270, 40, 60],
    ]);
  });

  it('reads the end-to-end contract: corners, score, class, the rest zero', () => {
    const rows = [
      [10, 20, 30, 60, 0.4, 1],
      [1, 2, 3, 4, 0.9, 0],
      [5, 5, 9, 9, 0.01, 0],
      [5, 5, 9, 9, 0.9, 7],
      [0, 0, 0, 0, 0, 0],
    ];
    const output = { data: Float32Array.from(rows.flat()), dims: [1, 5, 6] };
    const found = decoderOf('ultralytics-end-to-end').decode([output], contract, { minScore: 0, candidates });
    expect(found.map(({ label, box }) => [label, ...box])).toEqual([
      [0, 1, 2, 2, 2],
      [1, 10, 20, 20, 40],
      [0, 5, 5, 4, 4],
    ]);
  });
});
