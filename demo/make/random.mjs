/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = [...seed].reduce((hash, character) => Math.imul(hash ^ character.codePointAt(0), 16_777_619), 2_166_136_261) >>> 0;
  }

  /** A fraction of 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  whole(min, max) {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick(list) {
    return list[this.whole(0, list.length - 1)];
  }

  /** `count` different entries of a list, in its order. */
  some(list, count) {
    const left = list.map((_, index) => index);
    const taken = Array.from({ length: count }, () => left.splice(this.whole(0, left.length - 1), 1)[0]);
    return taken.sort((a, b) => a - b).map((index) => list[index]);
  }
}
