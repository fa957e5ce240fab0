import type { Inspection } from '@sightline/contracts';
import { api } from '../api/api';
import { postFrame } from '../api/post-frame';
import { isProblem } from '../api/problem';

export type UploadState = 'waiting' | 'sending' | 'judging' | 'judged' | 'failed';

export interface Upload {
  id: number;
  file: File;
  state: UploadState;
  /** Share of the bytes sent, 0-1. */
  progress: number;
  inspectionId?: string;
  inspection?: Inspection;
  error?: unknown;
}

/** Where the uploaded images are said to come from. */
export interface UploadTarget {
  camera: string | null;
  recipe: string | null;
  part: string;
}

const concurrent = 2;
const pollMs = 1000;
const pollsAtMost = 60;

/** Files on their way, newest first; lives longer than the page that shows it. */
class UploadQueue {
  private uploads: readonly Upload[] = [];
  private target: UploadTarget = { camera: null, recipe: null, part: '' };
  private nextId = 1;
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  getUploads = () => this.uploads;
  getTarget = () => this.target;

  aim(target: Partial<UploadTarget>) {
    this.target = { ...this.target, ...target };
    this.advance();
  }

  /** Files wait until a camera is chosen. */
  add(files: readonly File[]) {
    this.uploads = [
      ...files.map((file): Upload => ({ id: this.nextId++, file, state: 'waiting', progress: 0 })).reverse(),
      ...this.uploads,
    ];
    this.advance();
  }

  retry(id: number) {
    this.change(id, { state: 'waiting', progress: 0, error: undefined });
    this.advance();
  }

  clear() {
    this.uploads = this.uploads.filter(({ state }) => state !== 'judged' && state !== 'failed');
    this.notify();
  }

  private advance() {
    const { camera } = this.target;
    const busy = this.uploads.filter(({ state }) => state === 'sending' || state === 'judging').length;
    if (camera) {
      const next = this.uploads
        .filter(({ state }) => state === 'waiting')
        .toReversed()
        .slice(0, concurrent - busy);
      for (const upload of next) void this.send(upload, camera);
    }
    this.notify();
  }

  private async send({ id, file }: Upload, camera: string) {
    const { recipe, part } = this.target;
    this.change(id, { state: 'sending' });
    try {
      const answer = await postFrame({ file, camera, recipe: recipe ?? undefined, part: part.trim() || undefined }, (progress) =>
        this.change(id, { progress, state: progress < 1 ? 'sending' : 'judging' }),
      );
      const accepted = 'inspections' in answer ? answer.inspections[0] : undefined;
      const inspectionId = accepted?.id ?? ('frames' in answer ? answer.frames[0]?.inspectionId : undefined);
      if (!inspectionId) throw new Error('the server took the image but named no inspection');
      this.change(id, { state: 'judging', progress: 1, inspectionId });
      this.change(id, { state: 'judged', inspection: accepted?.verdict ? accepted : await this.judged(inspectionId) });
    } catch (error) {
      this.change(id, { state: 'failed', error });
    }
    this.advance();
  }

  private async judged(id: string): Promise<Inspection> {
    for (let poll = 0; poll < pollsAtMost; poll++) {
      const inspection = await api.inspection(id).catch((error: unknown) => {
        if (isProblem(error, 404)) return null;
        throw error;
      });
      if (inspection?.verdict) return inspection;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return api.inspection(id);
  }

  private change(id: number, change: { [Key in keyof Upload]?: Upload[Key] | undefined }) {
    this.uploads = this.uploads.map((upload) => (upload.id === id ? ({ ...upload, ...change } as Upload) : upload));
    this.notify();
  }

  private notify() {
    this.listeners.forEach((listener) => listener());
  }
}

export const uploadQueue = new UploadQueue();
