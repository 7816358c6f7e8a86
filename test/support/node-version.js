const NEEDED = 24;

/** Plain JavaScript, because an old Node cannot read the TypeScript that would tell what is wrong with it. */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NEEDED) return;
  throw new Error(
    `These tests need Node ${NEEDED}, this is ${process.versions.node}. Run them by "npm test" after "npm ci" (which brings Node ${NEEDED} along, unless --ignore-scripts kept it from doing so).`,
  );
}
