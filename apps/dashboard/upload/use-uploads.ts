import { useSyncExternalStore } from 'react';
import { uploadQueue } from './upload-queue';

export const useUploads = () => useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getUploads);
export const useUploadTarget = () => useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getTarget);
