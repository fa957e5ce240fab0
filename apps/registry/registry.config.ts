import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';

export const registryConfig = defineConfig('registry', {
  SIGHTLINE_MODELS_DIR: setting(
    z.string().min(1).default('models'),
    'folder with the models that come along; each in a folder of its own with model.onnx and card.json',
  ),
  SIGHTLINE_MODEL_MAX_BYTES: setting(
    z.coerce
      .number()
      .int()
      .min(1)
      .default(4 * 1024 ** 3),
    'largest ONNX file that may be uploaded, bytes',
  ),
});
