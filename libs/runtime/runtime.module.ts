import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type ConfigOf, Metrics } from '@sightline/platform';
import { DecodedFrames } from './decoded-frames.js';
import { ModelRuntime } from './model-runtime.port.js';
import { OnnxRuntime } from './onnx.runtime.js';
import { runtimeConfig } from './runtime.config.js';
import { observeRuns } from './runtime.metrics.js';

type RuntimeConfig = ConfigOf<typeof runtimeConfig>;

/** The model runtime of the process, started, and the room for decoded frames. */
@Global()
@Module({
  providers: [
    runtimeConfig.provider,
    {
      provide: ModelRuntime,
      inject: [runtimeConfig.token, Metrics],
      useFactory: async (config: RuntimeConfig, metrics: Metrics) => {
        const runtime = new OnnxRuntime({ workers: config.SIGHTLINE_INFERENCE_WORKERS, onRun: observeRuns(metrics) });
        await runtime.init();
        return runtime;
      },
    },
    {
      provide: DecodedFrames,
      inject: [runtimeConfig.token],
      useFactory: (config: RuntimeConfig) => new DecodedFrames(config.SIGHTLINE_DECODED_MIB * 2 ** 20),
    },
  ],
  exports: [ModelRuntime, DecodedFrames, runtimeConfig.provider],
})
export class RuntimeModule implements OnApplicationShutdown {
  constructor(@Inject(ModelRuntime) private readonly runtime: ModelRuntime) {}

  async onApplicationShutdown(): Promise<void> {
    await this.runtime.destroy();
  }
}
