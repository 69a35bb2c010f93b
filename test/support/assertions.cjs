'use strict';
/** A test that asserts nothing cannot fail: one whose only `expect` stands in a loop over nothing does not pass. */
beforeEach(() => {
  expect.hasAssertions();
});
