/** A binary heap of numbers with a priority each; the greatest priority leaves first, then the smallest number. */
export class MaxHeap {
  readonly #items: { readonly item: number; readonly priority: number }[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: number, priority: number): void {
    const items = this.#items;
    items.push({ item, priority });
    let at = items.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(at, above)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): { readonly item: number; readonly priority: number } | undefined {
    const items = this.#items;
    const top = items[0];
    const end = items.pop();
    if (items.length > 0 && end) {
      items[0] = end;
      let at = 0;
      for (;;) {
        let first = at;
        for (const below of [2 * at + 1, 2 * at + 2]) if (below < items.length && this.#before(below, first)) first = below;
        if (first === at) break;
        this.#swap(at, first);
        at = first;
      }
    }
    return top;
  }

  #before(a: number, b: number): boolean {
    const [left, right] = [this.#items[a]!, this.#items[b]!];
    return left.priority > right.priority || (left.priority === right.priority && left.item < right.item);
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
  }
}
