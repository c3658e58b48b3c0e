package dev.serai.explain;

import dev.serai.call.Caller;
import dev.serai.call.KeyHash;

/**
 * In whose name a dry run is made.
 *
 * @param key of the key that it is made with, {@link KeyHash#NONE} without one
 * @param caller as it is without a key; step 1 finds the one of a key
 * @param keyName empty without a key
 * @param ownPolicy that key or request names itself, empty = inherited
 * @param from {@code key}, {@code request}, or empty when it is inherited
 */
record Asker(KeyHash key, Caller caller, String keyName, String ownPolicy, String from) {}
