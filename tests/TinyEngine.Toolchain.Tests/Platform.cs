// Process tests run shell scripts.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
