import chromium from '@sparticuz/chromium';

// A process of its own, because the package always unpacks into the folder for temporary files, which only a process can be told.
await chromium.executablePath();
