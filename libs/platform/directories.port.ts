import type { Camera, Inspection, ModelVersion, Principal, RecipeVersion } from '@sightline/contracts';

/**
 * What a service asks of another one without reading its tables. In one process the owning module answers;
 * in a cluster an HTTP client with a short cache does.
 */
export abstract class CameraDirectory {
  abstract find(id: string): Promise<Camera | null>;
}

export abstract class RecipeDirectory {
  /** The latest version unless one is named. */
  abstract find(name: string, version?: number): Promise<RecipeVersion | null>;
}

export abstract class ModelDirectory {
  /** @param reference `name@alias` or `name:version` */
  abstract resolve(reference: string): Promise<ModelVersion | null>;
}

export abstract class KeyDirectory {
  /** Who a bearer key belongs to; null when it is unknown, expired or revoked. */
  abstract authenticate(key: string): Promise<Principal | null>;
}

export abstract class InspectionDirectory {
  /** The inspection as it stands: `verdict` is null while it is not judged. */
  abstract find(id: string): Promise<Inspection | null>;
}
