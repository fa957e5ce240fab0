import { useEffect, useState } from 'react';

type Loaded = { address: string; image: HTMLImageElement | null };

/** Loads and decodes an image off the main thread; `null` while loading, `failed` where there is none. */
export function useImage(address: string): { image: HTMLImageElement | null; failed: boolean } {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const image = new Image();
    image.src = address;
    image.decode().then(
      () => isCurrent && setLoaded({ address, image }),
      () => isCurrent && setLoaded({ address, image: null }),
    );
    return () => {
      isCurrent = false;
    };
  }, [address]);
  const isThis = loaded?.address === address;
  return { image: isThis ? loaded.image : null, failed: isThis && loaded.image === null };
}
