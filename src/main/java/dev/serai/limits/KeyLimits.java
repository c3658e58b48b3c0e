package dev.serai.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What holds the calls of a key.
 *
 * @param key its id
 * @param limits in the order in which a call takes from them
 * @param refusing ids of those that would refuse the next call
 * @param requestsPerMinute that the key has for itself, 0 = no cap
 */
@Schema(name = "LimitExplanation")
record KeyLimits(
    String key,
    String keyName,
    List<LimitView> limits,
    List<String> refusing,
    int requestsPerMinute) {}
