import { OperationalError } from '@sightline/platform';

/** Bounds the bytes of all uploads that are in memory; an upload that would go over is refused, not queued. */
export class UploadBudget {
  private heldBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** @returns a share that must be released */
  open(): UploadShare {
    let bytes = 0;
    return {
      take: (more) => {
        if (this.heldBytes + more > this.maxBytes)
          throw new OperationalError('uploads-overloaded', 'Too many uploads at once', { retryAfterSeconds: 1 });
        this.heldBytes += more;
        bytes += more;
      },
      release: () => {
        this.heldBytes -= bytes;
        bytes = 0;
      },
    };
  }
}

export interface UploadShare {
  /** @throws OperationalError `uploads-overloaded` */
  take(bytes: number): void;
  release(): void;
}
