# The gateway with its command line: docker build -t serai .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --create-home serai && install -d -o serai -m 700 /data
WORKDIR /opt/serai
COPY --from=build /src/serai ./
COPY --from=build /src/routes ./routes
COPY --from=build /src/keycloak ./keycloak
COPY --from=build /src/target/lib ./lib
COPY --from=build /src/target/serai-*.jar /src/src/main/resources/dev/serai/cli/install/launch.sh ./lib/
RUN install -d -o serai lib/prepared
USER serai
# starts a gateway once, for faster starts (docs/operations.md#start)
RUN ./serai prepare
WORKDIR /data
# master key, pepper and journal: they must outlive the container
VOLUME /data
EXPOSE 8080 8081
ENTRYPOINT ["/opt/serai/serai"]
CMD ["up", "--bind", "0.0.0.0", "--data", "/data"]
