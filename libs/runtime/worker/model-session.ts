import type { Detection, ModelContract } from '@sightline/contracts';
import { Candidates, decoderOf, regionInFrame, TensorFiller, type TensorView, toFrame } from '@sightline/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RunRequest } from '../model-runtime.port.js';
import { sessionOptions } from './session-options.js';
import type { WorkerRun } from './worker.messages.js';

/** A loaded model with every buffer a run needs, so that runs allocate next to nothing. Not reentrant. */
export class ModelSession {
  private readonly input: Tensor;
  private readonly pixels: Float32Array;
  private readonly filler: TensorFiller;
  private readonly candidates = new Candidates();
  /** Outputs that ONNX Runtime writes into; null while a shape is known only after a run. */
  private outputs: Record<string, Tensor> | null = null;

  private constructor(
    private readonly session: InferenceSession,
    private readonly contract: ModelContract,
  ) {
    const { width, height } = contract.input;
    this.pixels = new Float32Array(3 * width * height);
    this.input = new Tensor('float32', this.pixels, [1, 3, height, width]);
    this.filler = new TensorFiller(width, height);
  }

  /** Opens the file and warms up. */
  static async open(file: string, contract: ModelContract): Promise<ModelSession> {
    const model = new ModelSession(await InferenceSession.create(file, sessionOptions), contract);
    const results = await model.session.run(model.feeds());
    if (model.hasFixedOutputs()) {
      model.outputs = Object.fromEntries(contract.outputs.map((name) => [name, emptyLike(results[name] as Tensor)]));
    }
    return model;
  }

  async run({ pixels, region, minScore }: RunRequest): Promise<WorkerRun> {
    const started = performance.now();
    const source = { data: new Uint8Array(pixels.data), width: pixels.width, height: pixels.height, channels: pixels.channels };
    const inside = regionInFrame(region, pixels.width, pixels.height);
    if (inside === null)
      throw new Error(`the region [${region?.join(', ')}] lies outside the frame of ${pixels.width} x ${pixels.height} px`);
    const fit = this.filler.fill(this.pixels, source, inside);
    const filled = performance.now();
    const results = this.outputs === null ? await this.session.run(this.feeds()) : await this.session.run(this.feeds(), this.outputs);
    const ran = performance.now();
    const views = this.contract.outputs.map((name): TensorView => viewOf((this.outputs ?? results)[name] as Tensor));
    const found = decoderOf(this.contract.contract).decode(views, this.contract, { minScore, candidates: this.candidates });
    const detections = found.flatMap(({ label, score, box }): Detection[] => {
      const clipped = toFrame(box, fit, pixels.width, pixels.height);
      return clipped === null ? [] : [{ label: this.contract.labels[label]!, score, box: clipped }];
    });
    return { detections, timingsMs: { tensor: filled - started, network: ran - filled, decode: performance.now() - ran } };
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private feeds(): Record<string, Tensor> {
    return { [this.contract.input.name]: this.input };
  }

  /** Only the batch axis may vary, which is 1 here. */
  private hasFixedOutputs(): boolean {
    return this.session.outputMetadata.every(
      (output) => output.isTensor && output.shape.slice(1).every((size) => typeof size === 'number'),
    );
  }
}

const viewOf = ({ data, dims }: Tensor): TensorView => ({ data: data as Float32Array, dims });
const emptyLike = ({ data, dims }: Tensor): Tensor => new Tensor('float32', new Float32Array(data.length), dims);
