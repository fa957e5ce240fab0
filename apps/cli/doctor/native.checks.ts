import { inOneLine } from '../failure.js';
import type { Finding } from './diagnosis.js';

const reinstall = 'Run "npm ci" on this machine: the native modules must be of its own kind.';

export async function checkSharp(): Promise<Finding> {
  try {
    const { default: sharp } = await import('sharp');
    const pixel = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
      .jpeg()
      .toBuffer();
    const { data } = await sharp(pixel).raw().toBuffer({ resolveWithObject: true });
    if (Math.abs(data[0]! - 128) > 3) return { state: 'problem', found: `a grey JPEG decodes as ${data[0]}`, advice: reinstall };
    return { state: 'ok', found: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}` };
  } catch (error) {
    return { state: 'problem', found: `does not load: ${inOneLine(error)}`, advice: reinstall };
  }
}

export async function checkOnnxRuntime(): Promise<Finding> {
  try {
    const { listSupportedBackends, env } = await import('onnxruntime-node');
    return {
      state: 'ok',
      found: `ONNX Runtime ${env.versions.node ?? env.versions.common}, backends: ${listSupportedBackends()
        .map(({ name }) => name)
        .join(', ')}`,
    };
  } catch (error) {
    return { state: 'problem', found: `does not load: ${inOneLine(error)}`, advice: reinstall };
  }
}
