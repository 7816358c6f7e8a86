import { afterAll, afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';

// nock's hooks are process-wide: they are set for every test file and taken back after it, or the worker's next file breaks. nock sets them
// when it is loaded; a file that cannot be loaded gets no further than that, and would leave them behind.
nock.restore();
beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect(/^(127\.0\.0\.1|localhost)(:\d+)?$/);
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());
