import { UnknownContractError } from '@sightline/vision';
import { parentPort } from 'node:worker_threads';
import { NotOnnxError } from '../onnx-metadata.reader.js';
import { ModelSession } from './model-session.js';
import { inspectOnnx, NotLoadableError } from './onnx-inspection.js';
import type { ModelFile, WorkerCall, WorkerFailure, WorkerQuestion, WorkerReply } from './worker.messages.js';

const port = parentPort!;
const sessions = new Map<string, ModelSession>();
/** Calls are answered one after another, in the order they came. */
let previous: Promise<void> = Promise.resolve();

port.on('message', ({ id, call }: WorkerQuestion) => {
  previous = previous.then(() => reply(id, call));
});

async function reply(id: number, call: WorkerCall): Promise<void> {
  let message: WorkerReply;
  try {
    message = { id, answer: await answer(call) };
  } catch (error) {
    message = { id, failure: failureOf(error, call.kind) };
  }
  port.postMessage(message);
  if (call.kind === 'stop') port.close();
}

async function answer(call: WorkerCall): Promise<unknown> {
  switch (call.kind) {
    case 'run':
      return sessionOf(call.sha256).run(call.request);
    case 'load':
      return load(call.model);
    case 'unload':
      return unload(call.sha256);
    case 'inspect':
      return inspectOnnx(call.file);
    case 'hello':
      return null;
    case 'stop':
      await Promise.all([...sessions.keys()].map(unload));
      return null;
  }
}

async function load({ sha256, file, contract }: ModelFile): Promise<null> {
  if (!sessions.has(sha256)) sessions.set(sha256, await ModelSession.open(file, contract));
  return null;
}

async function unload(sha256: string): Promise<null> {
  const session = sessions.get(sha256);
  sessions.delete(sha256);
  await session?.release();
  return null;
}

function sessionOf(sha256: string): ModelSession {
  const session = sessions.get(sha256);
  if (!session) throw new Error('it is not loaded in this worker');
  return session;
}

function failureOf(error: unknown, kind: WorkerCall['kind']): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotOnnxError) return { reason: 'not-onnx', message };
  if (error instanceof NotLoadableError) return { reason: 'not-loadable', message };
  if (error instanceof UnknownContractError) return { reason: 'contract-unknown', message };
  return { reason: `${kind}-failed`, message };
}
