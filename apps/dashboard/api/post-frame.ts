import { withQuery, type FramesAnswer } from './api';
import { problemFrom, unreachable } from './problem';

/** How long the server may hold the answer back until the verdict is there. */
const waitS = 10;

export interface FrameUpload {
  file: File;
  camera: string;
  recipe?: string | undefined;
  part?: string | undefined;
}

/**
 * Posts one image and waits for its verdict. XMLHttpRequest because fetch tells nothing about the bytes already sent.
 * @param onProgress share of the bytes sent, 0-1
 */
export function postFrame({ file, camera, recipe, part }: FrameUpload, onProgress: (share: number) => void): Promise<FramesAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', withQuery('/v1/frames', { camera, recipe, part }));
    request.responseType = 'json';
    request.setRequestHeader('prefer', `wait=${waitS}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve(request.response as FramesAnswer) : reject(problemFrom(request.status, request.response));
    request.onerror = () => reject(unreachable());
    request.send(file);
  });
}
