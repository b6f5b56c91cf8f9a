// The fake Globus behind the demo: a small light source with an instrument, its storage, a cluster, an archive and a laptop.
import { FakeGlobus } from "globus-service-account/testing";

const MB = 1e6;
const GB = 1e9;
const HOUR = 3_600_000;
const YEAR = new Date().getFullYear();

/** Makes the world and gives it with the account's credentials. */
export function makeWorld() {
  // Ten minutes of life let the page show how a token ages and is renewed; Globus's own live two days.
  const fake = new FakeGlobus({ clock: "real", tokenLifetime: 600, taskDuration: 10_000 });
  const client = fake.addClient({ name: "Beamline 7 data mover" });
  for (const collection of collections(client.identityId)) fake.addCollection(collection);
  return { fake, client };
}

function collections(self) {
  const organization = "Halden Light Source";
  const shared = { organization, keywords: ["halden"] };
  return [
    {
      ...shared,
      displayName: "Beamline 7 raw data",
      description: "Detector output as it is written. Kept for 60 days.",
      files: rawData(),
      permissions: [{ principal: self, path: "/", permissions: "r" }],
    },
    {
      ...shared,
      displayName: "Structural biology projects",
      description: "Project storage of the structural biology group.",
      defaultDirectory: "/bl7-ingest/",
      files: projects(),
      permissions: [
        { principal: self, path: "/", permissions: "r" },
        { principal: self, path: "/bl7-ingest/", permissions: "rw" },
      ],
    },
    {
      ...shared,
      displayName: "Long-term archive",
      description: "Tape behind a disk cache. Writing is for data movers only.",
      files: { published: {}, staging: {} },
      permissions: [{ principal: self, path: "/", permissions: "rw" }],
    },
    {
      ...shared,
      type: "mapped",
      displayName: "Compute cluster scratch",
      description: "Scratch file system of the cluster. Accounts are mapped to local users.",
      files: scratch(),
      permissions: [{ principal: self, path: "/", permissions: "rw" }],
    },
    {
      ...shared,
      displayName: "Ines Okafor's laptop",
      description: "Shared with two colleagues, and with nobody else.",
      files: { "thesis-draft": {} },
    },
  ];
}

/** A file that has only a size, some hours old. */
const file = (size, hours) => ({ size: Math.round(size), modified: Date.now() - hours * HOUR });

/** Sizes differ as those of compressed images do, and are the same at each start. */
const varied = (size, seed) => size * (0.82 + 0.36 * Math.abs(Math.sin(seed * 12.9898)));

/** A rotation series as a detector's writer leaves it: a master file, data files and what is needed to process them. */
function series(name, parts, hours) {
  const names = Array.from({ length: parts }, (_, i) => `${name}_data_${String(i + 1).padStart(6, "0")}.h5`);
  return {
    [`${name}_master.h5`]: file(varied(18 * MB, parts), hours),
    ...Object.fromEntries(names.map((part, i) => [part, file(varied(318 * MB, i + hours), hours - i / 120)])),
    [`${name}.xds.inp`]: file(4_120 + parts, hours),
    "metadata.json": file(11_870 + parts * 13, hours),
  };
}

const rawData = () => ({
  [`${YEAR}-0417 lysozyme`]: {
    A1: series("lyso_A1", 24, 30),
    A2: series("lyso_A2", 24, 28.5),
    B1: series("lyso_B1", 12, 27),
    snapshots: Object.fromEntries(
      ["A1", "A2", "B1", "B2"].flatMap((well, i) =>
        ["000", "090"].map((angle) => [`${well}_${angle}.jpg`, file(varied(1.9 * MB, i + Number(angle)), 31 - i)]),
      ),
    ),
    "session.log": file(212_443, 26.4),
  },
  [`${YEAR}-0433 photosystem II`]: {
    run_01: series("psii_01", 36, 9),
    run_02: series("psii_02", 36, 6.5),
    run_03: series("psii_03", 18, 4),
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
