/** Results of work on items, in the order of these; at most so many are under way or done before their turn. */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  most: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<R>[] = [];
  for (const item of items) {
    pending.push(work(item));
    if (pending.length >= most) yield await (pending.shift() as Promise<R>);
  }
  for (const each of pending) yield await each;
}
