package dev.serai.secrets;

import dev.serai.call.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where master keys and pepper come from. All replicas on one database need the same.
 *
 * @param masterKeys 32 bytes each, in hex or base64; the first seals, all open. Empty: they stand
 *     in {@code master.key} of the folder, one a line
 * @param pepper 32 bytes, in hex or base64. Missing: it stands in {@code pepper.key} of the folder
 * @param folder files are created in it at the first start
 */
@ConfigurationProperties("serai.secrets")
public record SecretsSettings(
    @DefaultValue List<Secret> masterKeys,
    @Nullable Secret pepper,
    @DefaultValue(".serai") Path folder) {
  public SecretsSettings {
    masterKeys = List.copyOf(masterKeys);
  }
}
