/** Where the frames of an hour are stored, such as `frames/2026/11/21/07/`. @param time ISO 8601, UTC */
export const hourFolder = (time: string): string => `frames/${time.slice(0, 13).replaceAll(/[-T]/g, '/')}/`;
