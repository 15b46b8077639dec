# docs/image.md tells what is in the image. Each RUN is a script, so that .ci/image can follow this
# file where there is no Docker.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 src/main/docker/jar
RUN src/main/docker/layers
RUN src/main/docker/runtime
RUN src/main/docker/aot-cache
RUN src/main/docker/root

FROM scratch
# In the order of how seldom they change.
COPY --from=build /build/target/image/root/ /
COPY --from=build /build/target/image/layers/dependencies/ /app/
COPY --from=build /build/target/image/layers/application/ /app/
COPY --from=build /build/target/image/layers/aot/ /app/
# 8 arenas of glibc a CPU would keep tens of megabytes; the JVM has few threads that allocate.
ENV MALLOC_ARENA_MAX=2
ENV LANG=C.UTF-8
# By number, so that runAsNonRoot can be checked without /etc/passwd.
USER 65532:65532
EXPOSE 8443 8081
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=/app/pullable.aot", "-jar", "/app/pullable.jar"]
CMD ["serve"]
