/**
 * Works on several items at once and hands the results on in the items' order.
 * @param atOnce at most so many are in work
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
  handOn: (result: Result, index: number) => Promise<void> | void,
): Promise<void> {
  const running: Promise<Result>[] = [];
  let next = 0;
  for (let index = 0; index < items.length; index++) {
    for (; next < items.length && next < index + atOnce; next++) {
      const promise = work(items[next]!, next);
      // An error of a later item is thrown when its turn comes.
      promise.catch(() => undefined);
      running.push(promise);
    }
    await handOn(await running.shift()!, index);
  }
}

/** The results of working on several items at once, in the items' order. */
export async function collected<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  await inOrder(items, atOnce, work, (result) => void results.push(result));
  return results;
}
