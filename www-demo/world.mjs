// The fake Globus of the demo: a small light source with an instrument, its storage, a cluster, an archive and a
// laptop.
import { FakeGlobus } from "globus-service-account/testing";

const MB = 1e6;
const GB = 1e9;
const HOUR_MS = 3_600_000;
const YEAR = new Date().getFullYear();

/** Makes the fake and returns it with the credentials of the service account. */
export function makeWorld() {
  // A token lives 600 seconds, so that the page can show its renewal. Globus's own tokens live two days.
  const fake = new FakeGlobus({ clock: "real", tokenLifetime: 600, taskDuration: 10_000 });
  const client = fake.addClient({ name: "Beamline 7 data mover" });
  for (const collection of collectionOptions(client.identityId)) fake.addCollection(collection);
  return { fake, client };
}

function collectionOptions(identityId) {
  const organization = "Halden Light Source";
  const common = { organization, keywords: ["halden"] };
  return [
    {
      ...common,
      displayName: "Beamline 7 raw data",
      description: "Detector output as it is written. Kept for 60 days.",
      files: rawData(),
      permissions: [{ principal: identityId, path: "/", permissions: "r" }],
    },
    {
      ...common,
      displayName: "Structural biology projects",
      description: "Project storage of the structural biology group.",
      defaultDirectory: "/bl7-ingest/",
      files: projects(),
      permissions: [
        { principal: identityId, path: "/", permissions: "r" },
        { principal: identityId, path: "/bl7-ingest/", permissions: "rw" },
      ],
    },
    {
      ...common,
      displayName: "Long-term archive",
      description: "Tape behind a disk cache. Writing is for data movers only.",
      files: { published: {}, staging: {} },
      permissions: [{ principal: identityId, path: "/", permissions: "rw" }],
    },
    {
      ...common,
      type: "mapped",
      displayName: "Compute cluster scratch",
      description: "Scratch file system of the cluster. Accounts are mapped to local users.",
      files: scratch(),
      permissions: [{ principal: identityId, path: "/", permissions: "rw" }],
    },
    {
      ...common,
      displayName: "Ines Okafor's laptop",
      description: "Shared with two colleagues only.",
      files: { "thesis-draft": {} },
    },
  ];
}

/** Returns a file that has only a size and an age. */
const file = (size, ageHours) => ({ size: Math.round(size), modified: Date.now() - ageHours * HOUR_MS });

/** Varies a size as compression does. The same seed returns the same size, so all starts of the demo look the same. */
const varySize = (size, seed) => size * (0.82 + 0.36 * Math.abs(Math.sin(seed * 12.9898)));

/** Returns the files that a detector writes for one rotation series: a master file, data files and processing input. */
function rotationSeries(name, parts, ageHours) {
  const names = Array.from({ length: parts }, (_, i) => `${name}_data_${String(i + 1).padStart(6, "0")}.h5`);
  return {
    [`${name}_master.h5`]: file(varySize(18 * MB, parts), ageHours),
    ...Object.fromEntries(names.map((part, i) => [part, file(varySize(318 * MB, i + ageHours), ageHours - i / 120)])),
    [`${name}.xds.inp`]: file(4_120 + parts, ageHours),
    "metadata.json": file(11_870 + parts * 13, ageHours),
  };
}

const rawData = () => ({
  [`${YEAR}-0417 lysozyme`]: {
    A1: rotationSeries("lyso_A1", 24, 30),
    A2: rotationSeries("lyso_A2", 24, 28.5),
    B1: rotationSeries("lyso_B1", 12, 27),
    snapshots: Object.fromEntries(
      ["A1", "A2", "B1", "B2"].flatMap((well, i) =>
        ["000", "090"].map((angle) => [`${well}_${angle}.jpg`, file(varySize(1.9 * MB, i + Number(angle)), 31 - i)]),
      ),
    ),
    "session.log": file(212_443, 26.4),
  },
  [`${YEAR}-0433 photosystem II`]: {
    run_01: rotationSeries("psii_01", 36, 9),
    run_02: rotationSeries("psii_02", 36, 6.5),
    run_03: rotationSeries("psii_03", 18, 4),
    "dose_report.pdf": file(684_210, 3.8),
  },
  calibration: {
    "flatfield_12keV.h5": file(77.4 * MB, 410),
    "flatfield_17keV.h5": file(77.4 * MB, 409),
    "dark_current.h5": file(154.1 * MB, 96),
    "detector_geometry.json": file(9_214, 2_190),
  },
  incoming: {},
  "BEAMTIME.md": "Raw data of beamline 7. Directories are proposals; what is older than 60 days is removed.\n",
  "detector_status.csv": file(38_902, 0.4),
  "overview_mosaic.tif": file(2.31 * GB, 5),
});

const projects = () => ({
  "bl7-ingest": {
    [`${YEAR}-0398 ribosome`]: { "run_01.mtz": file(41.2 * MB, 700), "run_02.mtz": file(39.7 * MB, 698) },
    "README.txt": "Data movers write here. Curators move data on to the projects.\n",
  },
  ribosome: { models: { "50S_refined.pdb": file(8.1 * MB, 300) }, "paper.docx": file(3.4 * MB, 120) },
  "photosystem-ii": { "strategy.xlsx": file(190_400, 44) },
});

const scratch = () => ({
  bl7: {
    "process_run_02.slurm": file(1_406, 6),
    "xds_run_01.tar.zst": file(1.12 * GB, 12),
  },
  containers: { "dials-3.23.sif": file(2.87 * GB, 1_400), "phenix-1.21.sif": file(4.02 * GB, 2_000) },
});
