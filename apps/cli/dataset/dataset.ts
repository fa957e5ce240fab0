import type { TrueBox } from '@sightline/vision';

export interface ImageSize {
  /** px, EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
}

export interface LabelledImage {
  readonly file: string;
  /** What is in it, in px; some formats state shares of the image, hence its size. */
  readonly truthIn: (size: ImageSize) => TrueBox[];
}

export interface Dataset {
  readonly images: readonly LabelledImage[];
  /** Every label that the dataset declares. */
  readonly labels: readonly string[];
  /** What its reader left out or had to assume, in words. */
  readonly notes: readonly string[];
}

/** A folder whose layout a reader has recognised. */
export interface DatasetSource {
  /** Such as `train`, `val`, `test`; empty when the dataset is not divided. */
  readonly splits: readonly string[];
  /**
   * @param split one of `splits`, or null for everything
   * @param modelLabels for formats that number their labels without naming them
   * @throws CliError naming the file that cannot be read
   */
  read(split: string | null, modelLabels: readonly string[]): Promise<Dataset>;
}

/** Knows one layout. */
export interface DatasetReader {
  /** @returns null when the folder has another layout */
  open(folder: string): Promise<DatasetSource | null>;
}
