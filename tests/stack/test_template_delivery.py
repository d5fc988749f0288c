"""How readers get the site: which origin answers which address, what is kept, for how long, and under which headers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from afterprint.api import ROUTES
from facts import DAY, DELIVERY, STORAGE, TEMPLATE
from transformed import of_type

CONFIG: dict[str, Any] = DELIVERY["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
ORIGINS = {each["Id"]: each for each in CONFIG["Origins"]}
SITE = CONFIG["DefaultCacheBehavior"]
(API,) = CONFIG["CacheBehaviors"]


def caching(name: str) -> dict[str, Any]:
    """What a cache policy says."""
    found: dict[str, Any] = of_type(DELIVERY, "AWS::CloudFront::CachePolicy")[name]["CachePolicyConfig"]
    return found


def in_key(name: str) -> dict[str, Any]:
    """What of a request beyond its path a cache policy tells answers apart by, and passes on."""
    found: dict[str, Any] = caching(name)["ParametersInCacheKeyAndForwardedToOrigin"]
    return found


# ── origins ──


def test_the_origin_is_the_regional_name_of_the_bucket() -> None:
    assert STORAGE["Outputs"]["SiteBucketDomainName"]["Value"] == {"Fn::GetAtt": ["SiteBucket", "RegionalDomainName"]}
    assert ORIGINS["site"]["DomainName"] == {"Ref": "SiteBucketDomainName"}


def test_the_cdn_signs_what_it_asks_of_the_bucket() -> None:
    assert ORIGINS["site"]["OriginAccessControlId"] == {"Fn::GetAtt": ["SiteAccess", "Id"]}
    assert ORIGINS["site"]["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    access = dict(DELIVERY["Resources"]["SiteAccess"]["Properties"]["OriginAccessControlConfig"])
    del access["Name"]
    assert access == {
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }


def test_the_api_is_asked_over_https_by_its_own_name() -> None:
    assert ORIGINS["api"]["DomainName"] == {"Ref": "ApiDomainName"}
    assert ORIGINS["api"]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert ORIGINS["api"]["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]


def test_an_address_is_the_same_at_the_origin() -> None:
    assert not any("OriginPath" in each for each in ORIGINS.values())


# ── behaviours ──


def test_the_site_answers_every_address_but_those_of_the_api() -> None:
    assert SITE["TargetOriginId"] == "site"
    assert (API["PathPattern"], API["TargetOriginId"]) == ("api/*", "api")


@pytest.mark.parametrize(("behaviour", "policy"), [(SITE, "SiteCachePolicy"), (API, "ApiCachePolicy")])
def test_a_behaviour_reads_only_compresses_and_carries_the_headers(behaviour: dict[str, Any], policy: str) -> None:
    assert behaviour["AllowedMethods"] == ["GET", "HEAD"]
    assert behaviour["ViewerProtocolPolicy"] in ("redirect-to-https", "https-only")
    assert behaviour["Compress"] is True
    assert behaviour["CachePolicyId"] == {"Ref": policy}
    assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "SecurityHeaders"}
    # One of AWS's own would pass on the reader's Host, by which neither origin knows itself.
    assert "OriginRequestPolicyId" not in behaviour


def test_a_reader_who_types_the_address_is_led_to_https() -> None:
    assert SITE["ViewerProtocolPolicy"] == "redirect-to-https"


def test_addresses_are_looked_at_before_the_cache_is() -> None:
    """What was withdrawn lies in the cache as well."""
    (association,) = SITE["FunctionAssociations"]
    assert association == {
        "EventType": "viewer-request",
        "FunctionARN": {"Fn::GetAtt": ["AddressFunction", "FunctionARN"]},
    }


def test_the_function_for_addresses_is_live_and_may_read_what_was_withdrawn() -> None:
    function = DELIVERY["Resources"]["AddressFunction"]["Properties"]
    assert function["AutoPublish"] is True
    config = function["FunctionConfig"]
    assert config["Runtime"] == "cloudfront-js-2.0"  # the first has no store
    assert config["KeyValueStoreAssociations"] == [{"KeyValueStoreARN": {"Fn::GetAtt": ["WithdrawnPaths", "Arn"]}}]


def test_the_distribution_is_on_and_its_own_name_costs_nothing() -> None:
    assert CONFIG["Enabled"] is True
    named = CONFIG["ViewerCertificate"]["Fn::If"][1]
    assert named["SslSupportMethod"] == "sni-only"  # an address of its own is 600 USD a month
    assert named["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_error_pages_are_those_that_the_cdn_can_map() -> None:
    from afterprint.publish.paths import NOT_FOUND

    (missing,) = CONFIG["CustomErrorResponses"]
    assert (missing["ErrorCode"], missing["ResponseCode"]) == (404, 404)
    assert missing["ResponsePagePath"] == f"/{NOT_FOUND}"
    assert missing["ErrorCachingMinTTL"] <= 60  # what is missing may be published any minute


# ── caches ──


def test_a_cache_never_keeps_a_document_longer_than_a_day() -> None:
    assert caching("SiteCachePolicy")["MaxTTL"] <= DAY
    assert in_key("SiteCachePolicy")["QueryStringsConfig"] == {"QueryStringBehavior": "none"}


def test_an_answer_of_the_api_is_kept_by_the_parameters_that_it_reads_and_no_other() -> None:
    assert caching("ApiCachePolicy")["MaxTTL"] <= 3600
    read = sorted({each.name for route in ROUTES.values() for each in route.parameters})
    assert in_key("ApiCachePolicy")["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": read}


@pytest.mark.parametrize("name", ["SiteCachePolicy", "ApiCachePolicy"])
def test_a_document_says_itself_how_long_it_is_kept_and_all_readers_get_the_same(name: str) -> None:
    policy = caching(name)
    assert policy["MinTTL"] == 0
    assert policy["DefaultTTL"] <= 300
    assert in_key(name)["CookiesConfig"] == {"CookieBehavior": "none"}
    assert in_key(name)["HeadersConfig"] == {"HeaderBehavior": "none"}
    assert in_key(name)["EnableAcceptEncodingGzip"] is in_key(name)["EnableAcceptEncodingBrotli"] is True


# ── headers ──


def test_the_headers_are_those_of_the_local_server() -> None:
    from afterprint.engine.server import SECURITY

    headers = security_headers()
    assert headers["ContentSecurityPolicy"]["ContentSecurityPolicy"] == SECURITY["Content-Security-Policy"]
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == SECURITY["Referrer-Policy"]
    assert "ContentTypeOptions" in headers
    assert headers["FrameOptions"]["FrameOption"] == "DENY"


def test_readers_come_back_by_https_and_other_hosts_of_the_domain_are_left_alone() -> None:
    strict = security_headers()["StrictTransportSecurity"]
    assert strict["AccessControlMaxAgeSec"] >= 31_536_000
    assert not strict.get("IncludeSubdomains")
    assert not strict.get("Preload")


def test_no_origin_can_weaken_a_header() -> None:
    assert [name for name, each in security_headers().items() if each["Override"] is not True] == []


def security_headers() -> dict[str, Any]:
    config = DELIVERY["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    found: dict[str, Any] = config["SecurityHeadersConfig"]
    return found


# ── the bucket ──


def test_readers_reach_the_bucket_through_this_distribution_alone_and_see_404() -> None:
    policy = DELIVERY["Resources"]["SiteBucketPolicy"]["Properties"]
    assert policy["Bucket"] == {"Ref": "SiteBucket"}
    allowed = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"]
    assert {each["Action"]: each["Resource"] for each in allowed} == {
        "s3:GetObject": {"Fn::Sub": "${SiteBucketArn}/*"},
        "s3:ListBucket": {"Ref": "SiteBucketArn"},
    }
    for each in allowed:
        assert each["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert each["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"].endswith(":distribution/${Distribution}")


# ── what it tells ──


def test_the_address_that_is_told_can_be_given_back_as_the_sites_own() -> None:
    accepted = TEMPLATE["Parameters"]["SiteUrl"]["AllowedPattern"]
    _, named, unnamed = DELIVERY["Outputs"]["SiteUrl"]["Value"]["Fn::If"]
    for each in (named, unnamed):
        address = re.sub(r"\$\{.*\}", "edits.example.org", each["Fn::Sub"])
        assert re.fullmatch(accepted, address)
        assert address.startswith("https://")
    assert "${DomainName}" in json.dumps(named)


def test_the_store_of_withdrawn_paths_is_told_by_its_arn() -> None:
    """Whoever writes there asks for it by nothing else."""
    assert DELIVERY["Outputs"]["WithdrawnPaths"]["Value"] == {"Fn::GetAtt": ["WithdrawnPaths", "Arn"]}
