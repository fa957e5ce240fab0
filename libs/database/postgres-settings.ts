/** Port in the name of the socket file; the socket's folder is what tells servers apart. */
export const socketPort = 5432;

/**
 * Settings of the embedded server, for a small machine that also runs models. They are given on the command line, so that a newer
 * Sightline's settings reach a cluster that an older one made.
 */
export function postgresSettings(cluster: string, socketDirectory: string): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    // Stands in the title of every server process; 63 bytes at most.
    cluster_name: cluster.slice(-63).replace(/[^\x20-\x7e]/g, '?'),
    // Ten services, each a process of its own, with a few connections; an unused slot costs next to nothing.
    max_connections: '120',
    // Every server process that touches a page of it counts it as its own memory; the system's cache stands behind it.
    shared_buffers: '32MB',
    effective_cache_size: '512MB',
    maintenance_work_mem: '32MB',
    jit: 'off',
    max_worker_processes: '0',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    huge_pages: 'off',
    // Files below the cluster instead of /dev/shm: a killed server leaves nothing outside, and a container's 64 MB do not matter.
    dynamic_shared_memory_type: 'mmap',
    // Durability is the point: written out, although they are the defaults.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // No replica hangs on this server: a table filled in the transaction that makes it needs no WAL.
    wal_level: 'minimal',
    max_wal_senders: '0',
    min_wal_size: '64MB',
    // Bounds what has to be read again after a crash, and so how long the next start takes.
    max_wal_size: '256MB',
    autovacuum_max_workers: '2',
    autovacuum_naptime: '15s',
    autovacuum_vacuum_cost_limit: '1000',
    // An abandoned transaction would hold back every reader of the event log.
    idle_in_transaction_session_timeout: '60s',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_line_prefix: '%m [%p] ',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** `C.UTF-8` of the builtin provider needs no locale of the machine and sorts alike everywhere. */
export const initdbArguments = (cluster: string): string[] => [
  `--pgdata=${cluster}`,
  '--username=sightline',
  // The socket lies in a folder that only the server's user and root may enter.
  '--auth-local=trust',
  '--auth-host=reject',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-sync',
  '--no-instructions',
];
