package dev.serai.usage;

import java.nio.file.Path;

/**
 * Which journal a process writes to: the same for every process that ever uses the folder, so that
 * the next one there can speak for the last.
 *
 * @param id ULID, kept in the file {@code id} of the folder
 * @param folder locked while a process uses it
 */
public record JournalId(String id, Path folder) {}
