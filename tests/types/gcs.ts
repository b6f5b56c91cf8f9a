// Type tests of Globus Connect Server: code that the declarations must accept or reject. Nothing here is run.

import {
  type CollectionDocument,
  type GcsCollection,
  type GuestCollectionDocument,
  type MappedCollectionDocument,
  ServiceAccount,
  type StorageGatewayDocument,
  type StoragePolicies,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
declare const storage: StoragePolicies;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";
const gcs = account.gcs("abc.xyz.data.globus.org");
export const clients = [
  account.gcs({ collection: id }),
  account.gcs({ endpoint: id }),
  account.gcs({ endpoint: id, address: "abc.xyz.data.globus.org" }),
  // @ts-expect-error an address alone is passed as text
  account.gcs({ address: "abc.xyz.data.globus.org" }),
];
const base = { display_name: "Data", collection_base_path: "/data/", public: false };

export async function collections() {
  const guest: GuestCollectionDocument = { ...base, mapped_collection_id: id, user_credential_id: id };
  const mapped: MappedCollectionDocument = {
    ...base,
    storage_gateway_id: id,
    sharing_restrict_paths: { DATA_TYPE: "path_restrictions#1.0.0", read: ["/"] },
    policies: { DATA_TYPE: "posix_collection_policies#1.0.0", sharing_groups_allow: ["a"] },
    guest_auth_policy_id: null,
  };
  const either: CollectionDocument = Math.random() > 0.5 ? guest : mapped;
  const { data } = await gcs.createCollection(either, {}, { signal });
  const [collection] = data;
  if (collection?.collection_type === "guest") console.log(collection.mapped_collection_id);
  else console.log(collection?.delete_protected, collection?.https_url);
  await gcs.createCollection({ ...guest, collection_type: "guest", DATA_TYPE: "collection#1.9.0" });
  // @ts-expect-error the name is missing
  await gcs.createCollection({ mapped_collection_id: id, collection_base_path: "/", public: true });
  // @ts-expect-error neither guest nor mapped
  await gcs.createCollection(base);
  // @ts-expect-error a guest collection has no policies
  await gcs.createCollection({ ...guest, policies: { DATA_TYPE: "posix_collection_policies#1.0.0" } });
  // @ts-expect-error the policies' DATA_TYPE is missing
  await gcs.createCollection({ ...mapped, policies: { sharing_groups_allow: ["a"] } });
  await gcs.updateCollection(id, { display_name: "New", user_message: null });
  await gcs.updateCollection(id, { collection_type: "guest", skip_auto_delete: true });
  // @ts-expect-error a guest collection has no `delete_protected`
  await gcs.updateCollection(id, { collection_type: "guest", delete_protected: true });
  // @ts-expect-error the base path of a collection cannot be changed
  await gcs.updateCollection(id, { collection_base_path: "/" });
  const code: string = (await gcs.deleteCollection(id)).code;
  for await (const item of gcs.getCollectionList({ filter: ["guest_collections", "created_by_me"], page_size: 5 })) {
    const collection: GcsCollection = item;
    console.log(collection.id);
  }
  // @ts-expect-error misspelt parameter
  gcs.getCollectionList({ limit: 5 });
  // @ts-expect-error an option in place of the query
  gcs.getCollectionList({ signal });
  const policies = (await gcs.getCollection(id, { include: "private_policies" })).data[0]?.policies;
  if (policies?.DATA_TYPE.startsWith("posix_") && "sharing_groups_deny" in policies)
    console.log(policies.sharing_groups_deny);
  return code;
}

export async function endpoint() {
  const { data: info } = await gcs.getGcsInfo();
  for (const part of info) console.log("client_id" in part ? part.domain_name : part.is_ha);
  const port: number | null | undefined = (await gcs.getEndpoint()).data[0]?.gridftp_control_channel_port;
  await gcs.updateEndpoint(
    { network_use: "custom", max_concurrency: 4, subscription_id: "DEFAULT" },
    { include: "endpoint" },
  );
  // @ts-expect-error no such network use
  await gcs.updateEndpoint({ network_use: "fast" });
  // @ts-expect-error misspelt parameter
  await gcs.updateEndpoint({}, { includes: "endpoint" });
  return port;
}

export async function gateways() {
  const policies: StoragePolicies[] = [
    { DATA_TYPE: "posix_storage_policies#1.0.0", groups_allow: ["a"] },
    {
      DATA_TYPE: "posix_staging_storage_policies#1.0.0",
      stage_app: "/bin/stage",
      environment: [{ name: "A", value: "b" }],
    },
    { DATA_TYPE: "blackpearl_storage_policies#1.0.0", s3_endpoint: "https://s3.example.org" },
    { DATA_TYPE: "box_storage_policies#1.1.0", client_id: "c", secret: "s" },
    { DATA_TYPE: "ceph_storage_policies#1.0.0", ceph_admin_key_id: "k" },
    { DATA_TYPE: "google_drive_storage_policies#1.0.0", user_api_rate_quota: 10 },
    { DATA_TYPE: "google_cloud_storage_policies#1.0.0", service_account_key: { type: "service_account" } },
    { DATA_TYPE: "onedrive_storage_policies#1.0.0", tenant: "t" },
    { DATA_TYPE: "azure_blob_storage_policies#1.0.0", auth_type: "user", adls: false },
    { DATA_TYPE: "s3_storage_policies#1.0.0", s3_buckets: ["a"] },
    { DATA_TYPE: "irods_storage_policies#1.0.0", irods_environment_file: "/env" },
    { DATA_TYPE: "hpss_storage_policies#1.0.0", authentication_mech: "unix", authenticator: "auth_keytab:/a" },
    // @ts-expect-error S3 policies have no such member
    { DATA_TYPE: "s3_storage_policies#1.0.0", groups_allow: ["a"] },
  ];
  const document: StorageGatewayDocument = {
    display_name: "Files",
    connector_id: id,
    allowed_domains: ["clients.auth.globus.org"],
    identity_mappings: [
      {
        DATA_TYPE: "expression_identity_mapping#1.0.0",
        mappings: [{ source: "{username}", match: "(.*)@example.org", output: "{0}" }],
      },
    ],
    policies: storage,
  };
  const created = (await gcs.createStorageGateway(document)).data[0]?.id;
  // @ts-expect-error the kind of storage is missing
  await gcs.createStorageGateway({ display_name: "Files" });
  await gcs.updateStorageGateway(id, { require_mfa: true });
  const domains = (await gcs.getStorageGateway(id, { include: ["accounts"] })).data[0]?.allowed_domains;
  for await (const gateway of gcs.getStorageGatewayList({ include: "private_policies" })) console.log(gateway.policies);
  const message: string | null | undefined = (await gcs.deleteStorageGateway(id)).message;
  return [policies, created, domains, message];
}

export async function roles() {
  const principal = `urn:globus:auth:identity:${id}` as const;
  const role = (await gcs.createRole({ principal, role: "administrator", collection: id })).data[0];
  // @ts-expect-error no such role
  await gcs.createRole({ principal, role: "boss" });
  for await (const role of gcs.getRoleList({ collection_id: id, include: "all_roles" })) console.log(role.principal);
  await gcs.getRole(role?.id ?? id);
  await gcs.deleteRole(id, {}, { signal });
  const credential = (await gcs.createUserCredential({ storage_gateway_id: id, username: "a" })).data[0];
  // @ts-expect-error the storage gateway is missing
  await gcs.createUserCredential({ username: "a" });
  await gcs.updateUserCredential(id, {
    policies: { DATA_TYPE: "s3_user_credential_policies#1.0.0", s3_key_id: "k", s3_secret_key: "s" },
  });
  const invalid: boolean | undefined = (await gcs.getUserCredential(id)).data[0]?.invalid;
  for await (const credential of gcs.getUserCredentialList({ storage_gateway: id })) console.log(credential.username);
  await gcs.deleteUserCredential(id);
  return [credential?.provisioned, invalid];
}
