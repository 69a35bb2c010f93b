/** Jest reads a time limit from the whole run only, not from a project; the slow rung needs its own. */
jest.setTimeout(expect.getState().testPath?.includes('/test/slow/') ? 1_200_000 : 60_000);
