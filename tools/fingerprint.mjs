// Tells whether something that was made from files is still up to date, by their sizes and times.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files below the folders, without what is generated or installed. Plain readdir: this also runs on Node 20. */
function filesBelow(root, places) {
  return places.flatMap((place) => {
    const full = path.join(root, place);
    if (!statSync(full, { throwIfNoEntry: false })) return [];
    if (!statSync(full).isDirectory()) return [place];
    return readdirSync(full, { recursive: true })
      .filter((name) => !/(^|[\\/])(node_modules|dist|__pycache__)([\\/]|$)/.test(name))
      .map((name) => path.join(place, name));
  });
}

export function fingerprintOf(root, places) {
  const hash = createHash('sha256');
  for (const file of filesBelow(root, places).sort()) {
    const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
    if (stat?.isFile()) hash.update(`${file} ${stat.size} ${Math.round(stat.mtimeMs)}\n`);
  }
  return hash.digest('hex');
}

export function isCurrent(marker, fingerprint) {
  try {
    return readFileSync(marker, 'utf8') === fingerprint;
  } catch {
    return false;
  }
}

export function remember(marker, fingerprint) {
  mkdirSync(path.dirname(marker), { recursive: true });
  writeFileSync(marker, fingerprint);
}
