package dev.serai.secrets;

import dev.serai.call.Secret;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretsSettings.class)
class SecretsConfiguration {
  @Bean
  SecretBox secretBox(SecretsSettings settings) {
    if (settings.masterKeys().isEmpty())
      return new SecretBox(KeyFile.readOrCreate(settings.folder().resolve("master.key")));
    return new SecretBox(
        settings.masterKeys().stream()
            .map(key -> KeyFile.decode(key, "serai.secrets.master-keys"))
            .toList());
  }

  @Bean
  Pepper pepper(SecretsSettings settings) {
    Secret given = settings.pepper();
    if (given != null) return new Pepper(KeyFile.decode(given, "serai.secrets.pepper"));
    List<byte[]> keys = KeyFile.readOrCreate(settings.folder().resolve("pepper.key"));
    if (keys.size() != 1)
      throw new IllegalStateException("pepper.key: " + keys.size() + " lines (expected: 1)");
    return new Pepper(keys.getFirst());
  }
}
