/** Runs the tests in the order in which they were named, so that `--bail` ends most runs after the first. */
module.exports = class NearestFirst {
  sort(tests) {
    const order = new Map(JSON.parse(process.env.TESTS_IN_ORDER ?? '[]').map((path, index) => [path, index]));
    return [...tests].sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
  }

  /** Durations under mutants say nothing about the next run. */
  cacheResults() {}
};
