/** `npm run dev:mock`: the mock server and Vite in front of it. */
import { createServer } from 'vite';
import { startMock } from './mock-server.mjs';

const mock = await startMock({ withHistory: true });
process.env.PLUGGARR_URL = mock.url;
const vite = await createServer();
await vite.listen();
console.log(`Mock server at ${mock.url}`);
vite.printUrls();
